using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>A chat template: the part of Jinja that published models use, as Transformers renders it. It reaches nothing outside of what it is given, and its work is bounded.</summary>
public sealed class ChatTemplate
{
    // The longest that is published has some 20,000.
    private const int MostCharacters = 1 << 20;

    private readonly Block _body;
    private readonly Lazy<TemplateTraits> _traits;

    private ChatTemplate(string source, Block body)
    {
        Source = source;
        _body = body;
        _traits = new Lazy<TemplateTraits>(() => TemplateTraits.Of(this));
    }

    /// <summary>The template of models that bring none (ChatML).</summary>
    public static ChatTemplate Usual { get; } = Parse("""
        {% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}
        """);

    /// <summary>Its text.</summary>
    internal string Source { get; }

    /// <summary>What it makes of messages of each kind, found out by trying.</summary>
    internal TemplateTraits Traits => _traits.Value;

    /// <summary>Reads a template.</summary>
    /// <exception cref="NodeFailure">It is not Jinja, or uses what is not supported; the sentence names it with its line.</exception>
    public static ChatTemplate Parse(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Length > MostCharacters)
        {
            throw new NodeFailure($"The chat template has {source.Length} characters; {MostCharacters} are the most that are read.");
        }

        try
        {
            return new ChatTemplate(source, TemplateParser.Read(source));
        }
        catch (TemplateFault fault)
        {
            throw new NodeFailure($"The chat template cannot be read, line {fault.Line}: {fault.Message}.", fault);
        }
    }

    /// <summary>Makes the prompt of a conversation.</summary>
    /// <exception cref="NodeFailure">The template refuses the conversation, in its own words.</exception>
    public string Render(ChatTemplateInput input) => RenderMarked(Conversation.Fitted(input, Traits), Traits, default).Value;

    /// <summary>The same, with what people wrote marked.</summary>
    internal MarkedText RenderMarked(ChatTemplateInput input, CancellationToken cancellation)
        => RenderMarked(Conversation.Fitted(input, Traits), Traits, cancellation);

    /// <summary>The same of a conversation as it is.</summary>
    internal MarkedText RenderMarked(ChatTemplateInput input, TemplateTraits traits, CancellationToken cancellation)
        => Run(scope => TemplateVariables.Into(scope, input, traits), input.Today, cancellation);

    /// <summary>Runs it with variables.</summary>
    /// <param name="variables">Sets them.</param>
    /// <param name="today">The day, where it may know.</param>
    /// <param name="cancellation">Ends it.</param>
    internal MarkedText Run(Action<TemplateScope> variables, DateOnly? today, CancellationToken cancellation)
    {
        try
        {
            var scope = new TemplateScope(null);
            TemplateGlobals.Into(scope, today);
            variables(scope);
            var run = new TemplateRun(new TemplateScope(scope), cancellation);
            _ = _body.Run(run);
            return run.Output.ToText();
        }
        catch (TemplateFault fault)
        {
            throw new NodeFailure($"The model's chat template fails at line {fault.Line}: {fault.Message}.", fault);
        }
        catch (TemplateRefusal refusal)
        {
            throw new NodeFailure($"The model's chat template refuses the conversation: {refusal.Message.TrimEnd('.', ' ')}.", refusal) { Input = nameof(TextRequest.Messages) };
        }
    }
}
