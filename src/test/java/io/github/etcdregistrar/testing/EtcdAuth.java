package io.github.etcdregistrar.testing;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthGrpc.AuthBlockingStub;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.Permission;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What an administrator, {@code root} with the password {@code root}, does with users and roles. */
public final class EtcdAuth implements AutoCloseable {
    private final EtcdConnection connection;

    public EtcdAuth(String endpoint) {
        connection = new EtcdConnection(List.of(endpoint), 5000);
    }

    /** Adds a user with a role that may touch what begins with the prefix, and nothing else. */
    public EtcdAuth addUser(String user, String password, String prefix) {
        return addUser(user, password, prefix, Permission.Type.READWRITE);
    }

    /** Adds a user with a role that may read what begins with the prefix, and nothing else. */
    public EtcdAuth addReader(String user, String password, String prefix) {
        return addUser(user, password, prefix, Permission.Type.READ);
    }

    private EtcdAuth addUser(String user, String password, String prefix, Permission.Type permission) {
        call(stub -> stub.userAdd(AuthUserAddRequest.newBuilder()
                .setName(user)
                .setPassword(password)
                .build()));
        call(stub -> stub.roleAdd(AuthRoleAddRequest.newBuilder().setName(user).build()));
        call(stub -> stub.roleGrantPermission(AuthRoleGrantPermissionRequest.newBuilder()
                .setName(user)
                .setPerm(Permission.newBuilder()
                        .setPermType(permission)
                        .setKey(ByteString.copyFromUtf8(prefix))
                        .setRangeEnd(EtcdWatch.end(prefix)))
                .build()));
        return grantRole(user);
    }

    /** Gives the user the role of the same name. */
    public EtcdAuth grantRole(String user) {
        return grantRole(user, user);
    }

    public EtcdAuth grantRole(String user, String role) {
        call(stub -> stub.userGrantRole(AuthUserGrantRoleRequest.newBuilder()
                .setUser(user)
                .setRole(role)
                .build()));
        return this;
    }

    /** Takes a role from the user again. */
    public void revokeRole(String user, String role) {
        call(stub -> stub.userRevokeRole(AuthUserRevokeRoleRequest.newBuilder()
                .setName(user)
                .setRole(role)
                .build()));
    }

    public void changePassword(String user, String password) {
        call(stub -> stub.userChangePassword(AuthUserChangePasswordRequest.newBuilder()
                .setName(user)
                .setPassword(password)
                .build()));
    }

    /** From now on nobody may do anything without saying who he is. */
    public EtcdAuth enable() {
        call(stub -> stub.userAdd(AuthUserAddRequest.newBuilder()
                .setName("root")
                .setPassword("root")
                .build()));
        call(stub ->
                stub.roleAdd(AuthRoleAddRequest.newBuilder().setName("root").build()));
        grantRole("root");
        call(stub -> stub.authEnable(AuthEnableRequest.getDefaultInstance()));
        connection.as(channel -> token(channel, "root", "root"));
        return this;
    }

    /** A token of this user. */
    public String token(String user, String password) {
        return connection.call((channel, options) -> token(channel, user, password));
    }

    /** Whether etcd still knows the token of a user who may read the key; asking makes a simple one live longer. */
    public static boolean isValid(String endpoint, String token, String key) {
        try (EtcdView view = EtcdView.of(endpoint).with(token)) {
            view.get(key);
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    static String token(Channel channel, String user, String password) {
        return AuthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setName(user)
                        .setPassword(password)
                        .build())
                .getToken();
    }

    @Override
    public void close() {
        connection.close();
    }

    private void call(Consumer<AuthBlockingStub> rpc) {
        connection.call(AuthGrpc::newBlockingStub, stub -> {
            rpc.accept(stub);
            return null;
        });
    }
}
