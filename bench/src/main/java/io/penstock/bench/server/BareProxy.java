package io.penstock.bench.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * What Vert.x alone costs: a proxy in the fewest lines. It reads a request whole, as a gateway must, sends it on and
 * passes the answer on as it comes; it knows nothing of keys, limits, JSON or events. In a process of its own.
 */
public final class BareProxy extends VerticleBase {

    private static final String READY = "proxy ready";
    private static final int CONNECTIONS = 8192;

    private final int upstream;
    private final int port;

    private BareProxy(int upstream, int port) {
        this.upstream = upstream;
        this.port = port;
    }

    /** @param home with the product's libraries, for the same Vert.x and the same native transport */
    public static Contender start(Path home, Path scratch, int upstream, int port) {
        String libraries = home.resolve("launcher/target/penstock/lib") + "/*";
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + home.resolve("conf/logback.xml"),
                "-cp",
                System.getProperty("java.class.path") + ":" + libraries,
                BareProxy.class.getName(),
                String.valueOf(upstream),
                String.valueOf(port));
        Server server = Server.start(java, scratch.resolve("proxy.log"), READY);
        return new Contender("bare Vert.x", port, List.of(), List.of(server));
    }

    @SuppressWarnings("SystemOut") // What starts it waits for the line.
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.deployVerticle(
                        () -> new BareProxy(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .onSuccess(id -> System.out.println(READY))
                .onFailure(e -> System.exit(1));
    }

    @Override
    public Future<?> start() {
        HttpClient client = vertx.createHttpClient(
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setEventLoopSize(0));
        return vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4096))
                .requestHandler(request -> request.body()
                        .compose(body -> ask(client, request, body))
                        .onSuccess(answer -> pass(answer, request.response()))
                        .onFailure(e -> {
                            var unused = request.response().setStatusCode(502).end();
                        }))
                .listen(port, "127.0.0.1");
    }

    private Future<HttpClientResponse> ask(HttpClient client, HttpServerRequest request, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(upstream)
                .setURI(request.uri())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return client.request(options).compose((HttpClientRequest ready) -> ready.send(body));
    }

    private static void pass(HttpClientResponse answer, HttpServerResponse response) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, answer.getHeader(HttpHeaders.CONTENT_TYPE));
        if (answer.getHeader(HttpHeaders.CONTENT_LENGTH) != null) {
            answer.body().onSuccess(body -> {
                var unused = response.end(body);
            });
        } else {
            var unused = answer.pipeTo(response.setChunked(true));
        }
    }
}
