package io.lockstep;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, and what may not be called directly. */
class ArchitectureTest {
  private static final String ROOT = "io.lockstep.";

  /** From the ground up: a package may use those of the layers before its own, and itself. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("sync"),
          List.of("calendar"),
          List.of("contact"), // shares the folding of texts with calendar
          List.of("port"),
          List.of("call"),
          List.of("state", "vault"),
          List.of("push"),
          List.of("salesforce", "google", "microsoft"),
          List.of("worker"),
          List.of("web"),
          List.of("cli"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void packages_useOnlyThoseBelowThem() {
    List<String> above = new ArrayList<>(LAYERS.stream().flatMap(List::stream).toList());
    for (List<String> layer : LAYERS) {
      above.removeAll(layer);
      for (String name : layer) {
        List<String> barred = new ArrayList<>(above);
        layer.stream().filter(other -> !other.equals(name)).forEach(barred::add);
        if (!barred.isEmpty()) {
          check(
              noClasses()
                  .that()
                  .resideInAPackage(tree(name))
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(trees(barred)));
        }
      }
    }
  }

  @Test
  void everyPackage_hasItsPlaceInTheLayers() throws IOException {
    try (Stream<Path> packages = Files.list(Path.of("target/classes/io/lockstep"))) {
      List<String> known = LAYERS.stream().flatMap(List::stream).toList();
      assertThat(
              packages.filter(Files::isDirectory).map(path -> String.valueOf(path.getFileName())))
          .isNotEmpty()
          .isSubsetOf(known);
    }
  }

  @Test
  void core_isPure() {
    check(
        noClasses()
            .that()
            .resideInAPackage(tree("sync"))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.sql..",
                    "java.util.concurrent..",
                    "com..",
                    "redis..",
                    "io.javalin..",
                    "org.slf4j..")));
  }

  @Test
  void outsideSystems_areKnownToTheirOwnAdapterOnly() {
    onlyIn(List.of("com.sforce.."), "salesforce");
    onlyIn(List.of("com.google.api.services..", "com.google.api.client.."), "google");
    onlyIn(List.of("com.microsoft.graph..", "com.microsoft.kiota.."), "microsoft");
    onlyIn(List.of("redis.."), "state", "vault", "worker", "cli");
    onlyIn(List.of("io.javalin.."), "web", "cli");
    onlyIn(List.of("picocli.."), "cli");
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.lockstep.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void timeChanceAndSleep_areInjected() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(tree("cli"))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class);
    rule.check(CLASSES);
  }

  private static void onlyIn(List<String> outside, String... packages) {
    check(
        noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage(trees(List.of(packages)))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(outside.toArray(String[]::new))));
  }

  private static void check(ArchRule rule) {
    // A package that is not built yet breaks nothing.
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static String tree(String name) {
    return ROOT + name + "..";
  }

  private static String[] trees(List<String> names) {
    return names.stream().map(ArchitectureTest::tree).toArray(String[]::new);
  }
}
