package io.github.etcdregistrar.internal.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Hashtable;
import java.util.concurrent.Callable;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application's name, as JNDI tells it or does not. */
class JndiNamesTest {

    private static Callable<Object> answer;

    @BeforeEach
    void haveJndi() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Factory.class.getName());
    }

    @AfterEach
    void noJndi() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    @Test
    void isThatOfTheServer() {
        answer = () -> "orders";
        assertThat(JndiNames.applicationName("no servlet context")).contains("orders");
    }

    @Test
    void whateverJndiThrowsIsNoName() {
        for (Exception failure : new Exception[] {
            new NamingException(), new IllegalStateException("not on this thread"), new SecurityException()
        }) {
            answer = () -> {
                throw failure;
            };
            assertThat(JndiNames.applicationName("no servlet context")).isEmpty();
        }
    }

    @Test
    void whatIsNoNameIsNoAnswer() {
        for (Object nothing : new Object[] {"", " ", 1}) {
            answer = () -> nothing;
            assertThat(JndiNames.applicationName("no servlet context")).isEmpty();
        }
    }

    /** Made by the JDK. */
    public static final class Factory implements InitialContextFactory {
        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    try {
                        return answer.call();
                    } catch (NamingException | RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }
    }
}
