package org.grievances.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The schema that a service needs, as the scripts in its war make it on PostgreSQL.
 *
 * @param version the number of the newest script; empty if there is no war
 * @param tables that the scripts create
 */
record PackagedSchema(OptionalInt version, List<String> tables) {
  private static final Pattern SCRIPT =
      Pattern.compile("WEB-INF/classes/db/migration/postgresql/V(\\d+)__.*\\.sql");
  private static final Pattern TABLE =
      Pattern.compile("create (?:unlogged )?table (\\w+)", Pattern.CASE_INSENSITIVE);

  static PackagedSchema of(Path war) throws IOException {
    if (Files.notExists(war)) {
      return new PackagedSchema(OptionalInt.empty(), List.of());
    }
    TreeMap<Integer, String> scripts = new TreeMap<>();
    try (ZipFile archive = new ZipFile(war.toFile())) {
      for (ZipEntry entry : archive.stream().toList()) {
        Matcher script = SCRIPT.matcher(entry.getName());
        if (script.matches()) {
          scripts.put(Integer.valueOf(script.group(1)), text(archive, entry));
        }
      }
    }
    TreeSet<String> tables = new TreeSet<>();
    scripts
        .values()
        .forEach(
            text -> TABLE.matcher(text).results().map(PackagedSchema::name).forEach(tables::add));
    OptionalInt newest =
        scripts.isEmpty() ? OptionalInt.empty() : OptionalInt.of(scripts.lastKey());
    return new PackagedSchema(newest, List.copyOf(tables));
  }

  private static String name(MatchResult table) {
    return table.group(1).toLowerCase(Locale.ROOT);
  }

  private static String text(ZipFile archive, ZipEntry entry) throws IOException {
    try (InputStream in = archive.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
