package io.penstock.provider.openai.preset;

/** What a vendor takes as {@code tool_choice}. */
public enum ToolForm {
    /** All that OpenAI takes, {@code allowed_tools} too; with any other form just those tools are sent. */
    ALL,
    /** A word or one named function. */
    NAMED,
    /** A word only: a named function is {@code required} among that one tool. */
    WORDS,
    /** Nothing that makes it call a tool while it thinks; it thinks unless told not to. */
    FREE_WHILE_THINKING,
    /** Nothing: {@code none} is a request without tools, and what forces a call is lost. */
    NOTHING
}
