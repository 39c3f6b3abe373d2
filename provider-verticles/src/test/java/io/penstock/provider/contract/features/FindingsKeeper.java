package io.penstock.provider.contract.features;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all classes of a test plan the same {@link Findings}, which JUnit closes, and so writes, at the plan's end. */
public final class FindingsKeeper implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(FindingsKeeper.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Findings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Findings.class, key -> new Findings(), Findings.class);
    }
}
