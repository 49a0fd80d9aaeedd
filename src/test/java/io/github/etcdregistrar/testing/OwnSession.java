package io.github.etcdregistrar.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes where the terminal's Ctrl-C does not reach them. It goes to all processes of a session's foreground
 * group at once, so etcd would be gone before anybody could see the key going; whoever started a process ends it.
 */
public final class OwnSession {
    private static final boolean POSSIBLE = EtcdBinary.succeeds(10, "setsid", "--version");

    private OwnSession() {}

    /** The command to start instead; its process id is the same. Where there is no {@code setsid}, the command itself. */
    public static List<String> of(List<String> command) {
        if (!POSSIBLE) {
            return command;
        }
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        return detached;
    }
}
