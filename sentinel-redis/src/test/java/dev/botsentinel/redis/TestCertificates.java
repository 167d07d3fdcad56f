package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and the certificates it signed, made with the JDK's keytool, as PEM files. */
final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path directory = TestRedis.directory();
    private final Path store = directory.resolve("store.p12");

    TestCertificates() {
        keytool("-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        write("ca");
    }

    Path authority() {
        return directory.resolve("ca.crt");
    }

    /**
     * Makes a certificate.
     *
     * @param alternative the alternative name as keytool expects it, such as {@code ip:127.0.0.1}
     */
    void sign(String alias, String alternative) {
        keytool("-alias", alias, "-dname", "CN=" + alias, "-signer", "ca", "-ext", "san=" + alternative);
        write(alias);
    }

    Path certificate(String alias) {
        return directory.resolve(alias + ".crt");
    }

    Certificate read(String alias) {
        try (InputStream in = Files.newInputStream(certificate(alias))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Path key(String alias) {
        return directory.resolve(alias + ".key");
    }

    /** The options of a server that only accepts TLS. */
    List<String> options(String alias, int port, boolean asksClients) {
        return List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                certificate(alias).toString(),
                "--tls-key-file",
                key(alias).toString(),
                "--tls-ca-cert-file",
                authority().toString(),
                "--tls-auth-clients",
                asksClients ? "yes" : "no");
    }

    private void keytool(String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "7",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(List.of(what));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new AssertionError("keytool failed: " + Files.readString(directory.resolve("keytool.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void write(String alias) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            write(certificate(alias), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
            write(
                    key(alias),
                    "PRIVATE KEY",
                    keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, String kind, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.write(
                file, ("-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n").getBytes(US_ASCII));
    }
}
