package io.github.etcdregistrar;

/** A property is invalid. The message names it, its value, its source, and what is valid. */
public class ConfigurationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
