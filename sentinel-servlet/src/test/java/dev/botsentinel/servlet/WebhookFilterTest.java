package dev.botsentinel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.SecurityEvent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The filter in front of a servlet on Jetty. */
class WebhookFilterTest extends WebhookRules {

    @Override
    WebhookServer start(GuardedWebhook<Ping> webhook) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(new BotServlet());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/hook");
        FilterHolder filter = new FilterHolder(new WebhookFilter(webhook));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/hook", EnumSet.allOf(DispatcherType.class));
        server.setHandler(context);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hook");
        return new WebhookServer(address, server::stop);
    }

    /** Does what the update says. */
    private final class BotServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("challenge");
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            Ping update = (Ping) request.getAttribute(WebhookFilter.UPDATE);
            response.setCharacterEncoding("UTF-8");
            switch (update.text()) {
                case "/fail" -> {
                    handled.add(text(request));
                    throw new IOException("the bot's");
                }
                case "503" -> {
                    handled.add(text(request));
                    response.sendError(503);
                }
                case "async", "async-fail" -> later(request, response, update);
                case "parts" -> request.getParts();
                case "listened" -> listen(request, response);
                case "reader" -> response.getWriter().write(request.getReader().readLine());
                default -> {
                    String body = update.text().startsWith("form") ? form(request) : text(request);
                    handled.add(body);
                    response.getWriter().write(body);
                }
            }
        }

        private String text(HttpServletRequest request) throws IOException {
            return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        private String form(HttpServletRequest request) {
            return request.getParameter("a") + "," + String.join("+", request.getParameterValues("b")) + ","
                    + request.getParameter("none") + ","
                    + Collections.list(request.getParameterNames()).size();
        }

        private void later(HttpServletRequest request, HttpServletResponse response, Ping update) {
            AsyncContext context = request.startAsync(request, response);
            context.start(() -> {
                handled.add(update.text());
                if (update.text().equals("async-fail")) {
                    response.setStatus(502);
                }
                context.complete();
            });
        }

        private void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
            ServletInputStream in = request.getInputStream();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    while (in.isReady() && !in.isFinished()) {
                        all.write(in.read());
                    }
                }

                @Override
                public void onAllDataRead() throws IOException {
                    response.getWriter().write(all.toString(StandardCharsets.UTF_8));
                }

                @Override
                public void onError(Throwable failure) {
                    handled.add("failed");
                }
            });
        }
    }

    @Test
    void aFormsParametersAreThereThoughTheGuardReadTheBody() throws Exception {
        serve(it -> it);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(server.address() + "?b=0&q=1"))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(BodyPublishers.ofString("ann 1 form&a=%C3%A7ay+demli&b=1&&b=2&flag")));
        assertThat(answer.body()).isEqualTo("çay demli,0+1+2,null,5");
    }

    @Test
    void aFormWithTooManyParametersIsAnErrorAsInAContainer() throws Exception {
        serve(it -> it);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("ann 1 form" + "&a=1".repeat(FormParameters.MOST))));
        assertThat(answer.statusCode()).isEqualTo(500);
    }

    @Test
    void theBodyIsAlsoReadAsTextAndByListeners() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 reader").body()).isEqualTo("ann 1 reader");
        assertThat(post("bob 2 listened").body()).isEqualTo("bob 2 listened");
    }

    @Test
    void partsSayWhyThereAreNone() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 parts").statusCode()).isEqualTo(500);
        assertThat(recorder.assertOne(SecurityEvent.HandlerFailed.class).cause())
                .hasMessageContaining("the guard has read the body");
    }

    @Test
    void anAsynchronousServletThatFailsLaterGetsTheUpdateAgain() throws Exception {
        serve(it -> it);
        assertThat(post("ann 1 async").statusCode()).isEqualTo(200);
        assertThat(post("ann 1 async").statusCode()).isEqualTo(200);
        assertThat(handled).as("a redelivery is a duplicate").containsExactly("async");
        assertThat(post("bob 1 async-fail").statusCode()).isEqualTo(502);
        // Jetty tells of the end after the client has the answer.
        for (int tries = 0; handled.size() < 3 && tries < 1000; tries++) {
            post("bob 1 async-fail");
        }
        assertThat(handled).containsExactly("async", "async-fail", "async-fail");
    }
}
