package io.github.etcdregistrar.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes EARs out of WARs. */
public final class Ear {
    private static final String DESCRIPTOR =
            """
            <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
              %s
            </application>
            """;
    private static final String MODULE =
            "<module><web><web-uri>%1$s.war</web-uri><context-root>/%1$s</context-root></web></module>";

    private Ear() {}

    /** A jar, in the given folder, with nothing but the properties of MicroProfile Config. */
    public static Path configuration(Path folder, Map<String, String> properties) {
        try {
            Path jar = Files.createTempFile(folder, "made-", ".jar");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                zip.putNextEntry(new ZipEntry("META-INF/microprofile-config.properties"));
                for (Map.Entry<String, String> property : properties.entrySet()) {
                    zip.write((property.getKey() + "=" + property.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An EAR, in the given folder, of WARs by the names that they get and that are their context roots. */
    public static Path of(Path folder, Map<String, Path> wars) {
        try {
            Path ear = Files.createTempFile(folder, "made-", ".ear");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(ear))) {
                zip.putNextEntry(new ZipEntry("META-INF/application.xml"));
                zip.write(DESCRIPTOR
                        .formatted(wars.keySet().stream().map(MODULE::formatted).collect(Collectors.joining()))
                        .getBytes(StandardCharsets.UTF_8));
                for (Map.Entry<String, Path> war : wars.entrySet()) {
                    zip.putNextEntry(new ZipEntry(war.getKey() + ".war"));
                    Files.copy(war.getValue(), zip);
                }
            }
            return ear;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
