package io.github.etcdregistrar.internal.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.etcd.EtcdError.Scope;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Etcd's texts, with the code that etcd gives them and with those that a proxy may. */
class EtcdErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            etcdserver: requested lease not found              | NOT_FOUND           | LEASE   | ETCD_ERROR
            etcdserver: lease already exists                   | FAILED_PRECONDITION | LEASE   | ETCD_ERROR
            etcdserver: user name is empty                     | INVALID_ARGUMENT    | TOKEN   | AUTHENTICATION_REQUIRED
            etcdserver: invalid auth token                     | UNAUTHENTICATED     | TOKEN   | AUTHENTICATION_FAILED
            etcdserver: revision of auth store is old          | INVALID_ARGUMENT    | TOKEN   | AUTHENTICATION_FAILED
            etcdserver: authentication failed, invalid user ID or password | INVALID_ARGUMENT | USER | AUTHENTICATION_FAILED
            etcdserver: permission denied                      | PERMISSION_DENIED   | REQUEST | PERMISSION_DENIED
            etcdserver: request is too large                   | INVALID_ARGUMENT    | REQUEST | TOO_LARGE
            etcdserver: mvcc: database space exceeded          | RESOURCE_EXHAUSTED  | CLUSTER | OUT_OF_SPACE
            etcdserver: too many requests                      | RESOURCE_EXHAUSTED  | CLUSTER | OVERLOADED
            etcdserver: no leader                              | UNAVAILABLE         | MEMBER  | NO_LEADER
            etcdserver: leader changed                         | UNAVAILABLE         | MEMBER  | NO_LEADER
            etcdserver: not leader                             | FAILED_PRECONDITION | MEMBER  | NO_LEADER
            etcdserver: request timed out, possibly due to previous leader failure | UNAVAILABLE | MEMBER | NO_LEADER
            etcdserver: unhealthy cluster                      | UNAVAILABLE         | MEMBER  | NO_LEADER
            etcdserver: rpc not supported for learner          | UNAVAILABLE         | MEMBER  | ETCD_ERROR
            etcdserver: server stopped                         | UNAVAILABLE         | MEMBER  | CONNECTION_LOST
            etcdserver: not capable                            | UNAVAILABLE         | MEMBER  | ETCD_ERROR
            """)
    void theTextDecidesWhateverTheCode(String text, Status.Code usual, Scope scope, ProblemCode code) {
        for (Status.Code status : new Status.Code[] {usual, Status.Code.UNKNOWN, Status.Code.INTERNAL}) {
            for (String description : new String[] {text, "rpc error: code = Unknown desc = " + text}) {
                StatusRuntimeException e = error(status, description);
                assertThat(EtcdError.is(e, scope))
                        .as("%s %s", status, description)
                        .isTrue();
                assertThat(EtcdError.of(e).orElseThrow().code()).isEqualTo(code);
                assertThat(EtcdError.isAnswer(e)).isTrue();
                assertThat(ErrorTranslator.isRefusal(e))
                        .isEqualTo(scope == Scope.MEMBER || status == Status.Code.UNAVAILABLE);
            }
        }
    }

    @Test
    void whatGrpcSaysIsNoAnswerOfEtcd() {
        assertThat(EtcdError.of(error(Status.Code.NOT_FOUND, "no such page"))).isEmpty();
        assertThat(EtcdError.isAnswer(error(Status.Code.UNAVAILABLE, "io exception")))
                .isFalse();
        assertThat(EtcdError.of(error(Status.Code.UNKNOWN, null))).isEmpty();
        assertThat(EtcdError.isAnswer(error(Status.Code.UNKNOWN, "etcdserver: something new")))
                .isTrue();
    }

    private static StatusRuntimeException error(Status.Code code, String description) {
        return code.toStatus().withDescription(description).asRuntimeException();
    }
}
