package io.penstock.shared.config.node;

import java.nio.file.Path;

/**
 * The server's certificate, as PEM files.
 *
 * @param cert the chain, the server's own certificate first
 * @param key its private key, PKCS#8
 */
public record TlsConfig(Path cert, Path key) {}
