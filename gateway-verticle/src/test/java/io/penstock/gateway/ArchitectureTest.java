package io.penstock.gateway;

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

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.penstock.gateway");

    @Test
    void knowsNothingOfTheProviders() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.penstock.provider..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** Auth, admission, routing, exchange and the like know neither each other nor these two, nor does {@code chat} know {@code http}. */
    @Test
    void onlyChatAndHttpComposeTheOthers() {
        slices().matching("io.penstock.gateway.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("io.penstock.gateway.http.."), alwaysTrue())
                .ignoreDependency(
                        resideInAPackage("io.penstock.gateway.chat.."),
                        not(resideInAPackage("io.penstock.gateway.http..")))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void hasNoPackageCycles() {
        slices().matching("io.penstock.gateway.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
