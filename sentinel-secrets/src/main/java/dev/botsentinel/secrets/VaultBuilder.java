package dev.botsentinel.secrets;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Describes a connection to a {@link Vault}. Not thread-safe. */
public final class VaultBuilder {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(30);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(1);

    final URI address;
    final VaultAuth auth;

    @Nullable
    String namespace;

    Duration timeLimit = Duration.ofSeconds(10);
    LongSupplier nanoTime = System::nanoTime;
    VaultHttp.Pause pause = time -> Thread.sleep(time.toMillis());

    private @Nullable Path certificates;
    private @Nullable SSLContext tls;

    VaultBuilder(URI address, VaultAuth auth) {
        this.address = checked(address);
        this.auth =
                Objects.requireNonNull(auth, "Vault needs to know who asks: VaultAuth.kubernetes, appRole or token");
    }

    private static URI checked(URI address) {
        String host = address.getHost();
        boolean http = "http".equals(address.getScheme());
        if (host == null || !(http || "https".equals(address.getScheme()))) {
            throw new IllegalArgumentException("the address of Vault is like https://vault.example.org:8200");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the address of Vault has a user, a query or a fragment; leave them out");
        }
        if (http && !THIS_MACHINE.contains(host)) {
            throw new IllegalArgumentException(
                    "the address of Vault, " + address
                            + ", has no TLS, so anybody on the way reads token and secret; use https (http is for this machine alone)");
        }
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }

    /** The namespace that secrets and auth method are in, of Vault Enterprise, HCP or OpenBao; none by default. */
    public VaultBuilder namespace(String namespace) {
        VaultPath.encoded(namespace, "the namespace");
        this.namespace = namespace;
        return this;
    }

    /** Trusts the certificates in this PEM file alone, in place of the JDK's. Read by {@link #build}. */
    public VaultBuilder trusting(Path certificates) {
        this.certificates = certificates;
        this.tls = null;
        return this;
    }

    /** Takes this for TLS, with a client's certificate say. */
    public VaultBuilder tls(SSLContext tls) {
        this.tls = tls;
        this.certificates = null;
        return this;
    }

    /** How long one request may take, its three attempts included: 30 ms to 1 minute, 10 s by default. */
    public VaultBuilder timeLimit(Duration limit) {
        if (limit.compareTo(SHORTEST_LIMIT) < 0 || limit.compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "the time limit is " + limit + "; it must be between " + SHORTEST_LIMIT + " and " + LONGEST_LIMIT);
        }
        this.timeLimit = limit;
        return this;
    }

    /**
     * The connection. Asks nobody yet.
     *
     * @throws IllegalArgumentException if the trusted certificates can't be read
     */
    public Vault build() {
        try {
            return new Vault(this);
        } catch (UnreadableException unreadable) {
            throw new IllegalArgumentException(unreadable.why(), unreadable);
        }
    }

    HttpClient client(Duration connectTimeout) throws UnreadableException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        SSLContext context = certificates == null ? tls : trust(certificates);
        if (context != null) {
            client.sslContext(context);
        }
        return client.build();
    }

    private static SSLContext trust(Path file) throws UnreadableException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new UnreadableException(file + " has no certificate in it; it must be PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Certificate certificate : read) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new UnreadableException("the certificates in " + file + " can't be read; they must be X.509 in PEM");
        }
    }
}
