using MySpinBot.Language;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Llm;

/// <summary>What a node asks of a model, and where its answer is shown.</summary>
internal static class Asking
{
    /// <summary>The whole answer to a request, shown on the node as it comes. What is wrong with the request is told of the node's inputs.</summary>
    /// <param name="answers">Who answers.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="context">Where the text is shown.</param>
    /// <param name="inputs">Names of inputs by the fields of the request that they fill.</param>
    public static Task<WholeAnswer> AskAsync(this LanguageAnswers answers, LanguageModel model, TextRequest request, NodeContext context, params (string Field, string Input)[] inputs)
        => answers.AskAsync(model, request, context, context.Write, inputs);

    /// <summary>The same, with something else done with the text as it comes.</summary>
    public static async Task<WholeAnswer> AskAsync(this LanguageAnswers answers, LanguageModel model, TextRequest request, NodeContext context, Action<string> write, params (string Field, string Input)[] inputs)
    {
        Note(model, context);
        try
        {
            return await WholeAnswer.OfAsync(answers.AnswerAsync(model, request, context.Cancellation), write, context.Cancellation);
        }
        catch (NodeFailure failure) when (failure.Input is not null)
        {
            throw Told(failure, inputs);
        }
    }

    /// <summary>Says which model a call rests on, where that does not follow from the file.</summary>
    public static void Note(LanguageModel model, NodeContext context)
    {
        if (model.Sources[0] is RemoteSource remote)
        {
            context.Note("target", Short(remote.Target));
            context.Note("model", Short(remote.Model));
        }
    }

    /// <summary>A failure whose field of the request is the node's input that filled it.</summary>
    public static NodeFailure Told(NodeFailure failure, params (string Field, string Input)[] inputs)
        => new(failure.Message, failure.InnerException) { Input = inputs.FirstOrDefault(input => input.Field == failure.Input).Input ?? (failure.Input == nameof(TextRequest.Model) ? "model" : null) };

    private static string Short(string name) => name.Length <= 200 ? name : name[..200];
}
