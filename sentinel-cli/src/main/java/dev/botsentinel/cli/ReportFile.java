package dev.botsentinel.cli;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the report: a page on its own, which asks no network for anything and runs no script. */
final class ReportFile {

    private ReportFile() {}

    /** @throws CommandFailure if it can be told already that the file can't be written */
    static void check(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw CommandFailure.ofInput(Inputs.name(file) + ": is a directory; name a file in it");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw CommandFailure.ofInput(Inputs.name(file) + ": there is no such directory; make it first");
        }
        if (!Files.isWritable(Files.exists(file) ? file : parent)) {
            throw CommandFailure.ofInput(Inputs.name(file) + ": access denied; check the permissions");
        }
    }

    /** @throws CommandFailure if it can't be written */
    static void write(Path file, ReportPage page) {
        try (OutputStream out = Files.newOutputStream(file)) {
            Utf8ByteOutput html = new Utf8ByteOutput();
            render(page, html);
            html.writeTo(out);
        } catch (IOException e) {
            throw CommandFailure.unexpected(Inputs.name(file) + ": can't be written: " + CommandFailure.reason(e), e);
        }
    }

    /** The templates are compiled by the build and lie beside this class. */
    static void render(ReportPage page, TemplateOutput html) {
        TemplateEngine engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, ReportFile.class.getClassLoader(), ReportFile.class.getPackageName());
        engine.render("report.jte", page, html);
    }
}
