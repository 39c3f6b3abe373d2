package io.penstock.provider;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package of this module may import what. */
class ArchitectureTest {

    private static final String UPSTREAM = "io.penstock.provider.upstream..";
    private static final String WORKER = "io.penstock.provider.worker..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.provider");

    @Test
    void knowsNothingOfTheGateway() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.penstock.gateway..")
                .check(CLASSES);
    }

    @Test
    void upstreamKnowsNoProvider() {
        noClasses()
                .that()
                .resideInAPackage(UPSTREAM)
                .should()
                .dependOnClassesThat(resideInAPackage("io.penstock.provider..").and(not(resideInAPackage(UPSTREAM))))
                .check(CLASSES);
    }

    /** Only the worker knows more than one of them, and none knows the worker. */
    @Test
    void providersDoNotKnowEachOther() {
        slices().matching("io.penstock.provider.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage(UPSTREAM))
                .ignoreDependency(resideInAPackage(WORKER), alwaysTrue())
                .check(CLASSES);
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("io.penstock.provider.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
