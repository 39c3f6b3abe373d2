package io.penstock.shared;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package of this module may import what. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.shared");

    @ParameterizedTest
    @ValueSource(strings = {"config", "sse"})
    void standsAlone(String name) {
        String itself = "io.penstock.shared." + name + "..";
        noClasses()
                .that()
                .resideInAPackage(itself)
                .should()
                .dependOnClassesThat(resideInAPackage("io.penstock..").and(not(resideInAPackage(itself))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "chat, io.vertx.ext.web..",
        "chat, com.hazelcast..",
        "chat, io.vertx.spi.cluster.hazelcast..",
        "bus, com.hazelcast..",
        "bus, io.vertx.spi.cluster.hazelcast..",
        "limit, io.penstock.shared.bus..",
        "node, io.penstock.gateway..",
        "node, io.penstock.provider.."
    })
    void doesNotImport(String name, String forbidden) {
        noClasses()
                .that()
                .resideInAPackage("io.penstock.shared." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(forbidden)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("io.penstock.shared.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
