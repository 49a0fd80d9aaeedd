package io.github.etcdregistrar;

import static com.tngtech.archunit.base.DescribedPredicate.allElements;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The picture in docs/architecture.md: which package may know which. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "io.github.etcdregistrar";
    private static final String ROOT = API + ".internal.";
    private static final int MOST_API_TYPES = 20;

    @ArchTest
    static final ArchRule ARROWS_GO_DOWN = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("bootstrap")
            .definedBy(ROOT + "bootstrap")
            .layer("application")
            .definedBy(ROOT + "application")
            .layer("health")
            .definedBy(ROOT + "health")
            .layer("cdi")
            .definedBy(ROOT + "cdi")
            .layer("config")
            .definedBy(ROOT + "config")
            .layer("gate")
            .definedBy(ROOT + "gate")
            .layer("executor")
            .definedBy(ROOT + "executor")
            .layer("metrics")
            .definedBy(ROOT + "metrics")
            .layer("etcd")
            .definedBy(ROOT + "etcd")
            .layer("bundle")
            .definedBy(ROOT + "bundle")
            .layer("format")
            .definedBy(ROOT + "format")
            .layer("address")
            .definedBy(ROOT + "address")
            .layer("endpoint")
            .definedBy(ROOT + "endpoint")
            .layer("runtime")
            .definedBy(ROOT + "runtime")
            .layer("registration")
            .definedBy(ROOT + "registration")
            .layer("discovery")
            .definedBy(ROOT + "discovery")
            .layer("tls")
            .definedBy(ROOT + "tls")
            .layer("jetcd")
            .definedBy(ROOT + "jetcd")
            .whereLayer("health")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cdi")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bootstrap")
            .mayOnlyBeAccessedByLayers("cdi", "health", "application", "gate", "bundle")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("gate")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("executor")
            .mayOnlyBeAccessedByLayers("application", "gate")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("etcd")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bundle")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("application", "config")
            .whereLayer("address")
            .mayOnlyBeAccessedByLayers("application", "config")
            .whereLayer("runtime")
            .mayOnlyBeAccessedByLayers("application", "gate")
            .whereLayer("endpoint")
            .mayOnlyBeAccessedByLayers("application", "config", "etcd", "registration", "jetcd")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("etcd", "jetcd")
            .whereLayer("jetcd")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("registration")
            .mayOnlyBeAccessedByLayers(
                    "application", "config", "gate", "metrics", "etcd", "bundle", "discovery", "tls", "jetcd")
            .whereLayer("discovery")
            .mayOnlyBeAccessedByLayers("application", "config", "metrics");

    /** Both use the port to etcd, which stands beside the registration. */
    @ArchTest
    static final ArchRule DISCOVERY_KNOWS_THE_PORT_ONLY = classes()
            .that()
            .resideInAPackage(ROOT + "discovery")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", API, ROOT + "discovery")
                    .or(nameMatching(ROOT.replace(".", "\\.") + "registration\\.(PrefixClient|EtcdUnavailableException"
                            + "|Problems|TimeAndRandom)(\\$.*)?")));

    /** {@link Service} asks for the names of properties, to refuse others when they are set. {@link Discover} is a qualifier. */
    @ArchTest
    static final ArchRule THE_API_STANDS_ALONE = classes()
            .that()
            .resideInAPackage(API)
            .and()
            .doNotHaveSimpleName("Service")
            .and()
            .doNotHaveSimpleName("Discover")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", API);

    @ArchTest
    static final ArchRule THE_API_SHOWS_NOTHING_INTERNAL = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(API)
            .and()
            .arePublic()
            .should()
            .haveRawReturnType(resideOutsideOfPackage(ROOT + "."))
            .andShould()
            .haveRawParameterTypes(allElements(resideOutsideOfPackage(ROOT + ".")));

    @ArchTest
    static void theApiIsSmall(JavaClasses all) {
        assertThat(all.stream()
                        .filter(type -> type.getPackageName().equals(API))
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info")))
                .hasSizeLessThanOrEqualTo(MOST_API_TYPES)
                .allSatisfy(type ->
                        assertThat(type.getModifiers()).as(type.getName()).contains(JavaModifier.PUBLIC));
    }

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage(
                    ROOT + "registration",
                    ROOT + "discovery",
                    ROOT + "format",
                    ROOT + "address",
                    ROOT + "bundle",
                    ROOT + "endpoint",
                    ROOT + "executor",
                    ROOT + "gate",
                    ROOT + "tls")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.naming..", "javax.net.ssl..", API, ROOT + ".");

    /** What the server sees is loaded without the rest, which is in an archive of the bundle. */
    @ArchTest
    static final ArchRule THE_BEANS_KNOW_THE_BOOTSTRAP_ONLY = classes()
            .that()
            .resideInAnyPackage(API, ROOT + "bootstrap", ROOT + "cdi", ROOT + "health", ROOT + "rest")
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + ".")
                    .or(resideInAnyPackage(ROOT + "bootstrap", ROOT + "cdi", ROOT + "health", ROOT + "rest")));

    @ArchTest
    static final ArchRule CONFIGURATION_KNOWS_NO_CDI = classes()
            .that()
            .resideInAPackage(ROOT + "config")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.eclipse.microprofile.config..", API, ROOT + ".");

    @ArchTest
    static final ArchRule NOTHING_OF_A_SERVER_IS_LINKED = classes()
            .that()
            .resideInAPackage(ROOT + "runtime")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.management..", "javax.net.ssl..", API, ROOT + "runtime");

    /** But for {@code jetcd}, which is for applications that have them themselves. */
    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_CLIENT = classes()
            .that()
            .resideOutsideOfPackages(ROOT + "etcd", ROOT + "jetcd")
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
                    API,
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
    static final ArchRule REST_CLIENT_IS_NAMED_IN_ONE_PACKAGE = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "rest")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.eclipse.microprofile.rest..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule HEALTH_IS_ASKED_FOR_IN_ONE_PLACE = classes()
            .that()
            .resideOutsideOfPackage(ROOT + "health")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.eclipse.microprofile.health..");
}
