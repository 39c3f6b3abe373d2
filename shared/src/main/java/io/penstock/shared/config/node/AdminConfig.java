package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;

/**
 * Where health and metrics are served. They need no key: keep it off public networks.
 *
 * @param port 0 to 65535; 0 takes any free one
 */
public record AdminConfig(String host, int port) {

    public static final AdminConfig DEFAULT = new AdminConfig("127.0.0.1", 9090);

    public AdminConfig {
        Check.host("host", host);
        Check.port("port", port);
    }

    public AdminConfig withPort(int newPort) {
        return new AdminConfig(host, newPort);
    }
}
