package dev.clacks.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the modules, as the architecture draws them: they point down only, and services never meet in code. */
class ArchitectureTest {

    private static final String ROOT = "dev.clacks.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.clacks");

    static Stream<Arguments> arrows() {
        return Stream.of(
                Arguments.of("common", List.of()),
                Arguments.of("sql", List.of()),
                Arguments.of("ingest", List.of("common", "sql")),
                Arguments.of("writer", List.of("common")),
                Arguments.of("archiver", List.of("common")),
                Arguments.of("testkit", List.of("common", "sql")),
                Arguments.of("bench", List.of("common", "testkit", "writer")),
                Arguments.of("standalone", List.of("common", "sql", "testkit", "bench")));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("arrows")
    void a_module_depends_on_what_it_may(String module, List<String> others) {
        String[] allowed = Stream.concat(Stream.of(module), others.stream())
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that(resideInAPackage(ROOT + module + ".."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".").and(not(resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    /** What drives a server from outside shares no code with it; a transaction's price is measured on the transaction itself. */
    @Test
    void of_bench_only_what_measures_writes_knows_the_writer() {
        noClasses()
                .that(resideInAPackage(ROOT + "bench..").and(not(resideInAPackage(ROOT + "bench.write"))))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "writer.."))
                .check(CLASSES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void packages_of_a_module_form_no_cycle(String module, List<String> others) {
        SlicesRuleDefinition.slices()
                .assignedFrom(new PackagesOf(module))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void looks_at_every_module() {
        assertThat(arrows().map(arrow -> arrow.get()[0]))
                .allSatisfy(module -> assertThat(CLASSES.stream()
                                .filter(type -> type.getPackageName().startsWith(ROOT + module)))
                        .hasSizeGreaterThan(1));
    }

    /** A slice for each package. */
    private record PackagesOf(String module) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.equals(ROOT + module) || name.startsWith(ROOT + module + ".")
                    ? SliceIdentifier.of(name)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + module;
        }
    }
}
