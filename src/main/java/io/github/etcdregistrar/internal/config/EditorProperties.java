package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.internal.address.IpFamily;
import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The properties, their types and their defaults for editors, and for nothing else: never loaded, never a bean. The language
 * server for MicroProfile (LSP4MP, in VS Code, Eclipse and IntelliJ) reads no metadata from jars. It looks for this annotation in
 * them, completes and checks by what it finds, and warns of all other properties. {@code {*}} is its wildcard. What a
 * property means, and which values are valid, is in {@code docs/configuration.md}; a test keeps the two the same.
 */
@SuppressWarnings("unused")
abstract class EditorProperties {

    @ConfigProperty(name = "etcd.registrar.enabled", defaultValue = "true")
    private boolean enabled;

    @ConfigProperty(name = "etcd.registrar.services")
    private String services;

    @ConfigProperty(name = "etcd.registrar.endpoints", defaultValue = "http://localhost:2379")
    private String endpoints;

    @ConfigProperty(name = "etcd.registrar.discovery-srv")
    private String discoverySrv;

    @ConfigProperty(name = "etcd.registrar.prefix", defaultValue = "/services/{app}")
    private String prefix;

    @ConfigProperty(name = "etcd.registrar.key", defaultValue = "{prefix}/{ip}/{pid}")
    private String key;

    @ConfigProperty(name = "etcd.registrar.name")
    private String name;

    @ConfigProperty(name = "etcd.registrar.format", defaultValue = "plain")
    private String format;

    @ConfigProperty(name = "etcd.registrar.value")
    private String value;

    @ConfigProperty(name = "etcd.registrar.ip")
    private String ip;

    @ConfigProperty(name = "etcd.registrar.network")
    private String network;

    @ConfigProperty(name = "etcd.registrar.ip-family")
    private IpFamily ipFamily;

    @ConfigProperty(name = "etcd.registrar.host")
    private String host;

    @ConfigProperty(name = "etcd.registrar.port")
    private int port;

    @ConfigProperty(name = "etcd.registrar.url")
    private String url;

    @ConfigProperty(name = "etcd.registrar.version")
    private String version;

    @ConfigProperty(name = "etcd.registrar.zone")
    private String zone;

    @ConfigProperty(name = "etcd.registrar.weight")
    private int weight;

    @ConfigProperty(name = "etcd.registrar.tags")
    private String tags;

    @ConfigProperty(name = "etcd.registrar.metadata.{*}")
    private String metadata;

    @ConfigProperty(name = "etcd.registrar.ttl", defaultValue = "5s")
    private String ttl;

    @ConfigProperty(name = "etcd.registrar.request-timeout")
    private String requestTimeout;

    @ConfigProperty(name = "etcd.registrar.retry-cap", defaultValue = "1.5s")
    private String retryCap;

    @ConfigProperty(name = "etcd.registrar.discovery-grace")
    private String discoveryGrace;

    @ConfigProperty(name = "etcd.registrar.shutdown-budget", defaultValue = "2s")
    private String shutdownBudget;

    @ConfigProperty(name = "etcd.registrar.gate", defaultValue = "started")
    private GateType gate;

    @ConfigProperty(name = "etcd.registrar.drain", defaultValue = "0s")
    private String drain;

    @ConfigProperty(name = "etcd.registrar.on-conflict", defaultValue = "wait")
    private ConflictPolicy onConflict;

    @ConfigProperty(name = "etcd.registrar.executor", defaultValue = "java:comp/DefaultManagedScheduledExecutorService")
    private String executor;

    @ConfigProperty(name = "etcd.registrar.liveness", defaultValue = "loop")
    private LivenessPolicy liveness;

    @ConfigProperty(name = "etcd.registrar.readiness", defaultValue = "false")
    private boolean readiness;

    @ConfigProperty(name = "etcd.registrar.user")
    private String user;

    @ConfigProperty(name = "etcd.registrar.password")
    private String password;

    @ConfigProperty(name = "etcd.registrar.tls.ca")
    private String tlsCa;

    @ConfigProperty(name = "etcd.registrar.tls.certificate")
    private String tlsCertificate;

    @ConfigProperty(name = "etcd.registrar.tls.key")
    private String tlsKey;

    @ConfigProperty(name = "etcd.registrar.tls.key-store")
    private String tlsKeyStore;

    @ConfigProperty(name = "etcd.registrar.tls.key-store-password")
    private String tlsKeyStorePassword;

    @ConfigProperty(name = "etcd.registrar.tls.trust-store")
    private String tlsTrustStore;

    @ConfigProperty(name = "etcd.registrar.tls.trust-store-password")
    private String tlsTrustStorePassword;

    @ConfigProperty(name = "etcd.registrar.tls.authority")
    private String tlsAuthority;

    @ConfigProperty(name = "etcd.registrar.tls.insecure-skip-hostname-verification", defaultValue = "false")
    private boolean tlsInsecureSkipHostnameVerification;

    @ConfigProperty(name = "etcd.registrar.format.grpc.prefix", defaultValue = "{app}")
    private String formatGrpcPrefix;

    @ConfigProperty(name = "etcd.registrar.format.kratos.prefix", defaultValue = "/microservices/{app}")
    private String formatKratosPrefix;

    @ConfigProperty(name = "etcd.registrar.format.go-zero.prefix", defaultValue = "{app}.rpc")
    private String formatGoZeroPrefix;

    @ConfigProperty(name = "etcd.registrar.format.go-micro.prefix", defaultValue = "/micro/registry/{app}")
    private String formatGoMicroPrefix;

    @ConfigProperty(name = "etcd.registrar.format.coredns.prefix", defaultValue = "/skydns/local/skydns/{app}")
    private String formatCorednsPrefix;

    @ConfigProperty(
            name = "etcd.registrar.format.traefik.prefix",
            defaultValue = "traefik/http/services/{app}/loadBalancer/servers")
    private String formatTraefikPrefix;

    @ConfigProperty(name = "etcd.registrar.format.dubbo.prefix", defaultValue = "/services/{app}")
    private String formatDubboPrefix;

    @ConfigProperty(name = "etcd.registrar.format.kitex.prefix", defaultValue = "kitex/registry-etcd/{app}")
    private String formatKitexPrefix;

    @ConfigProperty(name = "etcd.registrar.format.go-kit.prefix", defaultValue = "/service/{app}")
    private String formatGoKitPrefix;

    @ConfigProperty(name = "etcd.registrar.discovery.{*}.prefix")
    private String discoveryPrefix;

    @ConfigProperty(name = "etcd.registrar.discovery.{*}.format")
    private String discoveryFormat;

    @ConfigProperty(name = "etcd.registrar.discovery.{*}.zone")
    private String discoveryZone;

    @ConfigProperty(name = "etcd.registrar.discovery.{*}.tags")
    private String discoveryTags;

    @ConfigProperty(name = "etcd.registrar.discovery.{*}.version")
    private String discoveryVersion;

    private EditorProperties() {}
}
