package io.penstock.provider.upstream.http;

import io.netty.channel.ConnectTimeoutException;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What it means that no answer could be had: all of these may pass. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    /** Not the provider's doing. */
    static Failure noPlace(String provider) {
        return Failure.internal(
                ApiErrors.overloaded("all connections to the provider '" + provider + "' are in use here"));
    }

    static Failure of(String provider, Throwable cause, long connectMillis) {
        String who = "The provider '" + provider + "' ";
        if (cause instanceof ConnectionPoolTooBusyException) {
            return noPlace(provider);
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return Failure.timeout(provider, Failure.Cause.CONNECT_DEADLINE, connectMillis);
        }
        String why;
        if (cause instanceof UnknownHostException) {
            why = "cannot be found: its host name does not resolve";
        } else if (cause instanceof SSLException) {
            why = "cannot be reached: the TLS handshake failed";
        } else if (cause instanceof ConnectException) {
            why = "cannot be reached: the connection was refused";
        } else {
            why = "closed the connection before it answered";
        }
        return Failure.passing(ApiErrors.providerUnreachable(who + why));
    }
}
