package io.penstock.shared.cli;

import io.penstock.shared.config.node.Role;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How flags are read. */
final class FlagTypes {

    private FlagTypes() {}

    /** 0 to 65535; 0 takes any free port. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
                throw new TypeConversionException("'" + text + "' is not a port; use 0 to 65535");
            }
            return Integer.valueOf(text);
        }
    }

    /** Lower case, as in the configuration. */
    static final class RoleName implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            for (Role role : Role.values()) {
                if (role.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return role;
                }
            }
            throw new TypeConversionException("'" + text + "' is not a role; use gateway, provider or both");
        }
    }
}
