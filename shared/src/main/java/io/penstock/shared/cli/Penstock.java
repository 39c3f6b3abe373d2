package io.penstock.shared.cli;

import io.penstock.shared.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import sun.misc.Signal;

/** The program. Without a command it runs one node of {@code conf/penstock.yaml}. */
@Command(
        name = "penstock",
        description = {
            "An event-driven gateway cluster for LLM APIs.",
            "",
            "Without a command: runs one node from conf/penstock.yaml on 127.0.0.1:8080."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "[COMMAND]",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or stopped and drained after SIGTERM or SIGINT",
            "1:failed",
            "2:a mistake in the command line or the configuration"
        })
public final class Penstock implements Callable<Integer> {

    private static final int USER_ERROR = 2;

    private final Surroundings surroundings;

    private Penstock(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) {
        // Left to the JVM, a hangup would end a node that is not yet there to take it for a reload.
        Signal.handle(new Signal("HUP"), signal -> {});
        System.exit(commandLine(Surroundings.ofProcess()).execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new Penstock(surroundings))
                .addSubcommand("run", new RunCommand(surroundings))
                .addSubcommand("cluster", new ClusterCommand(surroundings))
                .addSubcommand("check", new CheckCommand(surroundings))
                .addSubcommand("key", KeyCommand.commandLine(surroundings))
                .setParameterExceptionHandler(Penstock::misused)
                .setExecutionExceptionHandler(Penstock::failed);
    }

    @Override
    public Integer call() {
        return new RunCommand(surroundings).call();
    }

    private static int misused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("penstock: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return USER_ERROR;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof ConfigException) {
            command.getErr().println("penstock: " + e.getMessage());
            return USER_ERROR;
        }
        // Our own bug: picocli prints its stack trace and exits with 1.
        throw e;
    }
}
