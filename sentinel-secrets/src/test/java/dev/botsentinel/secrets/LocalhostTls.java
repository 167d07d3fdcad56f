package dev.botsentinel.secrets;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for localhost that signs itself, made by the JDK's keytool.
 *
 * @param context for a server
 * @param certificate in PEM
 */
record LocalhostTls(SSLContext context, Path certificate) {

    private static final String PASSWORD = "not-a-secret";

    static LocalhostTls create(Path folder) throws Exception {
        Path store = folder.resolve("localhost.p12");
        Path pem = folder.resolve("localhost.pem");
        keytool(
                store,
                "-genkeypair -alias localhost -keyalg EC -groupname secp256r1 -dname CN=localhost -ext san=dns:localhost -validity 1");
        keytool(store, "-exportcert -alias localhost -rfc -file " + pem);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new LocalhostTls(context, pem);
    }

    HttpServer server() throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private static void keytool(Path store, String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, arguments.split(" ", -1));
        Collections.addAll(command, "-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
    }
}
