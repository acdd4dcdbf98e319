package io.thunder.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shape of the module: who may use whom, and what nobody may do. */
final class ArchitectureTest {
  /** The one class that reads the clock of the machine. */
  private static final String TIME_SOURCE = "io.thunder.SystemTimeSource";

  /** Fewer classes than this mean that the scan looked in the wrong place. */
  private static final int CLASSES_MIN = 60;

  /** Packages whose decisions depend on their arguments alone. */
  private static final PackageTable[] PURE = {PackageTable.CAPACITY, PackageTable.SCHEDULING};

  /** What a class that decides, or that is simulated, gets from outside instead. */
  private static final Set<String> FORBIDDEN_CALLS = Set.of(
      "java.lang.Math.random()",
      "java.lang.System.currentTimeMillis()",
      "java.lang.System.nanoTime()",
      "java.lang.Thread.sleep(long)",
      "java.lang.Thread.sleep(long, int)",
      "java.lang.Thread.sleep(java.time.Duration)",
      "java.time.Clock.systemDefaultZone()",
      "java.time.Clock.systemUTC()",
      "java.time.Instant.now()",
      "java.time.InstantSource.system()",
      "java.time.LocalDate.now()",
      "java.time.LocalDateTime.now()",
      "java.time.OffsetDateTime.now()",
      "java.time.ZonedDateTime.now()",
      "java.util.Date.<init>()",
      "java.util.Random.<init>()",
      "java.util.SplittableRandom.<init>()",
      "java.util.UUID.randomUUID()",
      "java.util.concurrent.ThreadLocalRandom.current()",
      "java.util.random.RandomGenerator.getDefault()");

  private static final JavaClasses MAIN = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .withImportOption(location -> !location.contains("/io/thunder/okhttp/"))
      .importPackages("io.thunder");

  private static final JavaClasses TESTS = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
      .importPackages("io.thunder");

  @Test
  void scan_ofModule_findsItsClasses() {
    assertThat(MAIN.size()).as("classes scanned").isGreaterThanOrEqualTo(CLASSES_MIN);
  }

  @Test
  void packages_ofModule_standInTable() {
    Set<String> unknown = MAIN.stream()
        .filter(DescribedPredicate.not(resideInAnyPackage(patternsOfTable())))
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unknown).as("packages that PackageTable does not list").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = PackageTable.class, names = "FRONT_DOOR", mode = EnumSource.Mode.EXCLUDE)
  void package_ofTable_usesOnlyPackagesAboveIt(PackageTable row) {
    noClasses()
        .that()
        .resideInAPackage(row.pattern)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(row.forbidden())
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void packages_ofModule_haveNoCycles() {
    // The table rules out cycles between its rows; this looks below io.thunder.internal too.
    slices()
        .matching("io.thunder.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void internal_ofModule_isUsedByFrontDoorAndItselfOnly() {
    classes()
        .that()
        .resideInAPackage(PackageTable.INTERNAL.pattern)
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage(PackageTable.patterns(PackageTable.INTERNAL, PackageTable.FRONT_DOOR))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void purePackages_ofModule_useNoThreadsNoInputOutputAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PackageTable.patterns(PURE))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio..", "java.net..")
                .or(JavaClass.Predicates.assignableTo(Clock.class))
                .or(JavaClass.Predicates.assignableTo(InstantSource.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class)))
        .because("the time is an argument (long nowNanos), and the rest belongs to the engine")
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void module_outsideItsTimeSource_takesTimeAndChanceFromOutside() {
    takesTimeAndChanceFromOutside().check(MAIN);
  }

  @Test
  void module_always_usesOnlyItsOwnDependencies() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.thunder..",
            "java..",
            "org.jspecify.annotations..",
            "org.jctools..",
            "com.github.benmanes.caffeine..")
        .because("OkHttp, Gson and all else belong to other modules")
        .check(MAIN);
  }

  @Test
  void jctoolsAndCaffeine_inModule_areSeenFromInternalOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(PackageTable.INTERNAL.pattern)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jctools..", "com.github.benmanes..")
        .check(MAIN);
  }

  @Test
  void jctoolsQueues_inModule_areTheAtomicOnes() {
    noClasses()
        .should()
        .callConstructorWhere(DescribedPredicate.describe(
            "the queue uses sun.misc.Unsafe",
            call -> call.getTargetOwner().getPackageName().startsWith("org.jctools.")
                && !call.getTargetOwner().getPackageName().equals("org.jctools.queues.atomic")))
        .because("newer JDKs warn about, or refuse, sun.misc.Unsafe")
        .check(MAIN);
  }

  @Test
  void exceptions_ofModule_liveInErrorPackage() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .resideInAPackage(PackageTable.ERROR.pattern)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void transport_ofModule_holdsAtMostOneClassWithBehaviour() {
    List<String> others = MAIN.stream()
        .filter(resideInAnyPackage(PackageTable.TRANSPORT.pattern))
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.isInterface() && !type.isRecord() && !type.isEnum())
        .map(JavaClass::getSimpleName)
        .toList();
    assertThat(others).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void testClasses_ofModule_areFoundByTheBuild() {
    List<String> forgotten = TESTS.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(type -> type.getAllMethods().stream().anyMatch(ArchitectureTest::isTest))
        .filter(type -> !type.getSimpleName().endsWith("Test"))
        .map(JavaClass::getName)
        .toList();
    assertThat(forgotten)
        .as("classes with tests whose name does not end in Test")
        .isEmpty();
  }

  @Test
  void testNames_ofModule_haveOperationConditionAndOutcome() {
    List<String> others = TESTS.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(ArchitectureTest::isTest)
        .filter(method -> !method.getName().matches("[a-zA-Z0-9]+(_[a-zA-Z0-9]+){2,}"))
        .map(JavaMethod::getFullName)
        .toList();
    assertThat(others).as("tests not named operation_condition_outcome").isEmpty();
  }

  @Test
  void forbiddenCallsRule_onViolations_seesCallsAndMethodReferences() {
    JavaClasses violations = new ClassFileImporter().importClasses(Violations.class);
    assertThatThrownBy(() -> takesTimeAndChanceFromOutside().check(violations))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nanoTime")
        .hasMessageContaining("currentTimeMillis")
        .hasMessageContaining("java.util.Random.<init>()");
  }

  private static ArchRule takesTimeAndChanceFromOutside() {
    return noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TIME_SOURCE)
        .should()
        .accessTargetWhere(DescribedPredicate.describe(
            "the target is time or chance", ArchitectureTest::isForbidden))
        .because("time and chance are injected, so that every run can be repeated");
  }

  private static boolean isForbidden(JavaAccess<?> access) {
    return FORBIDDEN_CALLS.contains(access.getTarget().getFullName());
  }

  private static boolean isTest(JavaMethod method) {
    return Stream.of(
            "org.junit.jupiter.api.Test",
            "org.junit.jupiter.api.RepeatedTest",
            "org.junit.jupiter.api.TestFactory",
            "org.junit.jupiter.params.ParameterizedTest")
        .anyMatch(method::isAnnotatedWith);
  }

  private static String[] patternsOfTable() {
    return PackageTable.patterns(PackageTable.values());
  }

  /** Breaks the rule on purpose, once by a method reference. */
  @SuppressWarnings("unused") // read as a class file only
  private static final class Violations {
    static long call() {
      return System.nanoTime();
    }

    static LongSupplier reference() {
      return System::currentTimeMillis;
    }

    static Random chance() {
      return new Random();
    }
  }
}
