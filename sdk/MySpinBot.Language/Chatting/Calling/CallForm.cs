using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>How a family of models writes calls of tools.</summary>
internal abstract class CallForm
{
    /// <summary>Texts with which calls begin, anywhere in an answer.</summary>
    public virtual IReadOnlyList<string> Opens => [];

    /// <summary>Whether an answer that begins with a JSON object, or list of them, may be a call.</summary>
    public virtual bool MayBeBare => false;

    /// <summary>Texts from which on the grammar of calls holds where the model may choose; none where there is no telling.</summary>
    public virtual IReadOnlyList<string> Triggers => Opens;

    /// <summary>Reads calls, from what begins them on.</summary>
    /// <param name="opened">What began them; empty for a bare object.</param>
    /// <param name="log">The calls.</param>
    /// <param name="tools">What may be called.</param>
    public abstract CallReader Reader(string opened, CallLog log, IReadOnlyList<ToolDeclaration> tools);

    /// <summary>Writes the rule <c>calls</c>: all that a model writes to call, from what begins it on.</summary>
    /// <param name="grammar">The grammar.</param>
    /// <param name="tools">What may be called.</param>
    /// <param name="many">Whether several calls may be in one answer.</param>
    public abstract void Write(JoinedGrammar grammar, IReadOnlyList<ToolDeclaration> tools, bool many);

    /// <summary>The form of a model, by its template's text.</summary>
    /// <param name="template">The template's text.</param>
    /// <param name="isTold">Whether the template tells of tools; otherwise they are told of in words.</param>
    public static CallForm Of(string template, bool isTold) => isTold ? CallForms.Of(template) : CallForms.Generic;
}

/// <summary>Reads calls while they are written.</summary>
internal abstract class CallReader
{
    /// <summary>Reads as much of a text as it can.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">Takes what is told.</param>
    /// <param name="isLast">Whether no more will come.</param>
    /// <returns>How much of it was read, and how it stands. What is left of a failed one that told nothing is text.</returns>
    public abstract (int Taken, ReadState State) Read(string text, AnswerParts parts, bool isLast);
}
