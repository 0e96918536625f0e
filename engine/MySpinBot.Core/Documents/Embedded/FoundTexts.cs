using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MySpinBot.Core.Documents.Reading;

namespace MySpinBot.Core.Documents.Embedded;

/// <summary>Gathers what is found in a file: of texts under one name the last counts, as it does for ComfyUI.</summary>
internal sealed class FoundTexts(EmbeddedLimits limits)
{
    private const int MostNames = 32;
    private const int MostDamages = 8;
    private const int LongestKey = 80;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    private readonly List<string> _others = [];
    private readonly List<string> _damages = [];
    private byte[]? _workflow;
    private byte[]? _prompt;
    private byte[]? _comment;

    /// <summary>The longest text that is taken.</summary>
    public int Room => limits.MaxTextBytes;

    /// <summary>Whether something was found to be damaged.</summary>
    public bool IsDamaged => _damages.Count > 0;

    /// <summary>Whether the workflow or the prompt was found.</summary>
    public bool Holds(string key) => (Is(key, "workflow") ? _workflow : _prompt) is not null;

    /// <summary>Whether a text of this name may hold a graph.</summary>
    public static bool IsWanted(string key) => Is(key, "workflow") || Is(key, "prompt") || IsComment(key);

    /// <summary>Takes a text as it stands in the file: UTF-8, or Latin-1 where it is not that.</summary>
    public void Add(string key, ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd((byte)0);
        if (!IsWanted(key))
        {
            Name(key);
        }
        else if (text.Length > limits.MaxTextBytes)
        {
            TooLong(key);
        }
        else
        {
            Keep(key, Utf8.IsValid(text) ? text.ToArray() : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(text)));
        }
    }

    /// <summary>Takes a text in another coding.</summary>
    public void Add(string key, ReadOnlySpan<byte> text, Encoding encoding)
    {
        if (IsWanted(key) && text.Length <= limits.MaxTextBytes)
        {
            Keep(key, Encoding.UTF8.GetBytes(encoding.GetString(text).TrimEnd('\0')));
        }
        else
        {
            Add(key, text);
        }
    }

    /// <summary>Takes a text <c>name:text</c>, as EXIF holds them; other texts are passed over.</summary>
    public void AddNamed(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon is > 0 and <= LongestKey && !text[..colon].ContainsAnyExcept(Letters))
        {
            Add(Encoding.ASCII.GetString(text[..colon]), text[(colon + 1)..].TrimStart((byte)' '));
        }
    }

    /// <summary>Notes the name of a text that is no graph.</summary>
    public void Name(string key)
    {
        if (key.Length is > 0 and <= LongestKey && _others.Count < MostNames && !_others.Contains(key, StringComparer.Ordinal))
        {
            _others.Add(key);
        }
    }

    /// <summary>Notes that something is damaged.</summary>
    public void Damage(string sentence)
    {
        if (_damages.Count < MostDamages && !_damages.Contains(sentence))
        {
            _damages.Add(sentence);
        }
    }

    /// <summary>Notes that a text is longer than is taken.</summary>
    public void TooLong(string key) => Damage($"Its text {Sentences.Shown.Name(key)} has more than {limits.MaxTextBytes} bytes, which is the most that is taken.");

    /// <summary>What was found.</summary>
    public EmbeddedGraph ToGraph(MediaForm form)
    {
        if (_workflow is null && _prompt is null && _comment is not null)
        {
            ReadComment(PythonNumbers.Quoted(_comment) ?? _comment);
        }

        return new EmbeddedGraph(form, Memory(_workflow), Memory(_prompt)) { OtherTexts = [.. _others], Damages = [.. _damages] };
    }

    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? default(ReadOnlyMemory<byte>?) : bytes;

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    // What the containers call a remark.
    private static bool IsComment(string key) => Is(key, "comment") || Is(key, "\u00A9cmt") || Is(key, "description") || Is(key, "ICMT");

    private void Keep(string key, byte[] text)
    {
        if (IsComment(key))
        {
            Name(key);
            _comment = text.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..] ? text : _comment;
        }
        else if (text.AsSpan().IndexOfAnyExcept(" \r\n\t"u8) < 0)
        {
            Name(key);
        }
        else if (Is(key, "workflow"))
        {
            _workflow = text;
        }
        else
        {
            _prompt = text;
        }
    }

    // Where a file has no names of its own for texts, the graph is a remark: an object with workflow and prompt, each JSON, or a text that is JSON.
    private void ReadComment(byte[] comment)
    {
        var reader = new Utf8JsonReader(comment, new JsonReaderOptions { MaxDepth = ReadLimits.Default.MaxDepth });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isWorkflow, isPrompt) = (reader.ValueTextEquals("workflow"u8), reader.ValueTextEquals("prompt"u8));
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var text = (isWorkflow || isPrompt) && reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetBytes(reader.GetString()!) : null;
                reader.Skip();
                var value = text ?? comment[start..(int)reader.BytesConsumed];
                (_workflow, _prompt) = (isWorkflow ? value : _workflow, isPrompt ? value : _prompt);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // A remark for people, then; or a text with half a character.
        }
    }
}
