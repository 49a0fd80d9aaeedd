package io.github.etcdregistrar.internal.runtime;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The platform's MBeans. To be asked only on a server that has the ones asked for: making the MBean server takes time. */
final class MBeans {

    private MBeans() {}

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** The names that match, in no order. */
    static List<ObjectName> matching(String pattern) throws JMException {
        return List.copyOf(server().queryNames(new ObjectName(pattern), null));
    }

    /** An attribute, if it has a value of that type. */
    static <T> Optional<T> attribute(ObjectName name, String attribute, Class<T> type) throws JMException {
        return Optional.ofNullable(server().getAttribute(name, attribute))
                .filter(type::isInstance)
                .map(type::cast);
    }
}
