namespace MySpinBot.Language;

/// <summary>What is wrong with a template, or what it did wrong: a sentence's end, and the line where it happened once that is known.</summary>
internal sealed class TemplateFault : Exception
{
    /// <summary>A fault at a line.</summary>
    public TemplateFault(string message, int line = 0)
        : base(message) => Line = line;

    /// <summary>The line, from 1; 0 while it is not known.</summary>
    public int Line { get; }

    /// <summary>The same with its line, where it had none.</summary>
    public TemplateFault At(int line) => Line > 0 ? this : new TemplateFault(Message, line);
}

/// <summary>A template refuses the conversation: it called <c>raise_exception</c>.</summary>
internal sealed class TemplateRefusal(string message) : Exception(message);
