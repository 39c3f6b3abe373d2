package io.penstock.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** nginx as a plain proxy: kept connections on both sides, no log, and what comes goes on at once. */
public final class Nginx {

    private static final String CONFIGURATION = """
            worker_processes auto;
            worker_rlimit_nofile 60000;
            pid %1$s/nginx.pid;
            error_log %1$s/nginx.log crit;
            events { worker_connections 30000; }
            http {
              access_log off;
              client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
              uwsgi_temp_path %1$s; scgi_temp_path %1$s;
              client_body_buffer_size 256k;
              client_max_body_size 32m;
              keepalive_requests 1000000000;
              upstream provider { server 127.0.0.1:%2$d; keepalive 4096; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%3$d backlog=16384;
                location / {
                  proxy_pass http://provider;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                  proxy_read_timeout 600s;
                }
              }
            }
            """;

    private Nginx() {}

    /** Where it is installed. */
    public static Optional<Path> find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Contender start(Path nginx, Path scratch, int upstream, int port) {
        try {
            Path configuration =
                    Files.writeString(scratch.resolve("nginx.conf"), CONFIGURATION.formatted(scratch, upstream, port));
            Server server = Server.start(
                    new ProcessBuilder(
                            nginx.toString(),
                            "-c",
                            configuration.toString(),
                            "-p",
                            scratch.toString(),
                            "-g",
                            "daemon off;"),
                    scratch.resolve("nginx.out"),
                    "");
            return new Contender("nginx", port, List.of(), List.of(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
