package io.penstock.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class FullListenerTest {

    @Test
    void neverLetsAConnectionIn() throws Exception {
        try (FullListener full = FullListener.open();
                Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.port());
            assertThrows(SocketTimeoutException.class, () -> socket.connect(address, 300));
        }
    }
}
