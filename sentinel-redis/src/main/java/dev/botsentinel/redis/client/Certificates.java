package dev.botsentinel.redis.client;

import io.lettuce.core.SslOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates for TLS: those to trust and the one to present. Not thread-safe. */
final class Certificates {

    private static final char[] NO_PASSWORD = {};

    private @Nullable TrustManagerFactory trusted;
    private @Nullable Path chain;
    private @Nullable Path key;

    /** @throws IllegalArgumentException if the file has no certificates */
    void trust(Path file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : read(file)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            trusted = factory;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, e);
        }
    }

    /** @throws IllegalArgumentException if the chain has no certificates or the key can't be read */
    void present(Path chainFile, Path keyFile) {
        try {
            read(chainFile);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(chainFile, e);
        }
        if (!Files.isReadable(keyFile)) {
            throw new IllegalArgumentException(
                    "can't read " + keyFile + "; name a file with an unencrypted PKCS #8 private key in PEM");
        }
        chain = chainFile;
        key = keyFile;
    }

    SslOptions options(Duration connectTimeout) {
        SslOptions.Builder options = SslOptions.builder().jdkSslProvider().handshakeTimeout(connectTimeout);
        if (trusted != null) {
            options.trustManager(trusted);
        }
        if (chain != null && key != null) {
            options.keyManager(chain.toFile(), key.toFile(), NO_PASSWORD);
        }
        return options.build();
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("it has no certificates");
            }
            return found;
        }
    }

    private static IllegalArgumentException unreadable(Path file, Exception cause) {
        return new IllegalArgumentException(
                "can't read certificates from " + file + "; name a file with X.509 certificates in PEM: "
                        + cause.getMessage(),
                cause);
    }
}
