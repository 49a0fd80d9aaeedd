package io.github.etcdregistrar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture in docs/architecture.md: which package may know which. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.etcdregistrar.";

    @ArchTest
    static final ArchRule ARROWS_GO_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("health")
            .definedBy(ROOT + "health")
            .layer("cdi")
            .definedBy(ROOT + "cdi")
            .layer("metrics")
            .definedBy(ROOT + "metrics")
            .layer("etcd")
            .definedBy(ROOT + "etcd")
            .layer("bundle")
            .definedBy(ROOT + "bundle")
            .layer("format")
            .definedBy(ROOT + "format")
            .layer("instance")
            .definedBy(ROOT + "instance")
            .layer("endpoint")
            .definedBy(ROOT + "endpoint")
            .layer("platform")
            .definedBy(ROOT + "platform")
            .layer("registration")
            .definedBy(ROOT + "registration")
            .whereLayer("health")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cdi")
            .mayOnlyBeAccessedByLayers("health")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("cdi")
            .whereLayer("etcd")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bundle")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("cdi")
            .whereLayer("instance")
            .mayOnlyBeAccessedByLayers("cdi", "format")
            .whereLayer("platform")
            .mayOnlyBeAccessedByLayers("cdi")
            .whereLayer("endpoint")
            .mayOnlyBeAccessedByLayers("cdi", "etcd", "registration")
            .whereLayer("registration")
            .mayOnlyBeAccessedByLayers("cdi", "health", "metrics", "etcd", "bundle");

    @ArchTest
    static final ArchRule THE_HEART_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage(
                    ROOT + "registration", ROOT + "format", ROOT + "instance", ROOT + "bundle", ROOT + "endpoint")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.naming..",
                    ROOT + "registration",
                    ROOT + "format",
                    ROOT + "instance",
                    ROOT + "bundle",
                    ROOT + "endpoint");

    @ArchTest
    static final ArchRule NOTHING_OF_A_SERVER_IS_LINKED = classes()
            .that()
            .resideInAPackage(ROOT + "platform")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.management..", ROOT + "platform");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_CLIENT = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "etcd")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.etcd..", "io.grpc..", "io.netty..", "com.google..");

    @ArchTest
    static final ArchRule THE_CLIENT_KNOWS_NO_SERVER = classes()
            .that()
            .resideInAPackage(ROOT + "etcd")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("jakarta..", "org.eclipse..");

    @ArchTest
    static final ArchRule METRICS_KNOW_TWO_APIS = classes()
            .that()
            .resideInAPackage(ROOT + "metrics")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta.enterprise.inject..",
                    "org.eclipse.microprofile.metrics..",
                    "io.opentelemetry.api..",
                    ROOT + "metrics",
                    ROOT + "registration");

    /** Where it is absent nothing else may fail to link. */
    @ArchTest
    static final ArchRule METRICS_ARE_NAMED_IN_ONE_CLASS = classes()
            .that()
            .doNotHaveSimpleName("MicroProfileMetrics")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.eclipse.microprofile.metrics..");

    @ArchTest
    static final ArchRule TELEMETRY_IS_NAMED_IN_ONE_CLASS = classes()
            .that()
            .doNotHaveSimpleName("OpenTelemetryMetrics")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule HEALTH_IS_ASKED_FOR_IN_ONE_PLACE = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "health")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.eclipse.microprofile.health..");
}
