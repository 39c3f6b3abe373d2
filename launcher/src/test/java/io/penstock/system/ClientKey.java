package io.penstock.system;

import io.penstock.testkit.NodeConfig;

/**
 * A client's key and its entry in the configuration.
 *
 * @param name of the client
 * @param settings in flow style, such as {@code models: ["*"]}
 */
record ClientKey(String name, String settings) {

    String key() {
        return "sk-pen-test-key-of-" + name + "-0123456789abcdef";
    }

    String yaml() {
        return "  - { name: %s, hash: \"%s\", %s }\n".formatted(name, NodeConfig.hashOf(key()), settings);
    }

    static String yaml(ClientKey... keys) {
        StringBuilder yaml = new StringBuilder("keys:\n");
        for (ClientKey key : keys) {
            yaml.append(key.yaml());
        }
        return yaml.toString();
    }
}
