using System.Text;

namespace MySpinBot.BadHabits;

/// <summary>A value that can be stored.</summary>
/// <param name="Text">What it says.</param>
[Socket("NOTE", Color = "#aabbcc")]
public sealed record Note(string Text);

/// <summary>How it is stored.</summary>
public sealed class NoteCodec : IValueCodec<Note>
{
    /// <inheritdoc/>
    public string Name => "note-1";

    /// <inheritdoc/>
    public void Encode(Note value, Stream output) => output.Write(Encoding.UTF8.GetBytes(value.Text));

    /// <inheritdoc/>
    public Note Decode(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        return new Note(reader.ReadToEnd());
    }
}

/// <summary>A value that lives in memory only.</summary>
/// <param name="text">What it says.</param>
[Socket("FLAME")]
public sealed class Flame(string text)
{
    /// <summary>What it says.</summary>
    public string Text => text;
}

/// <summary>Nodes of these types.</summary>
public static class Sockets
{
    /// <summary>Writes a note.</summary>
    [Node("WriteNote")]
    public static Note WriteNote(string text) => new(text);

    /// <summary>Reads a note.</summary>
    [Node("ReadNote")]
    public static string ReadNote(Note note, string with = "") => note.Text + with;

    /// <summary>Lights a flame.</summary>
    [Node("Light")]
    public static Flame Light(string text) => new(text);

    /// <summary>Looks at a flame.</summary>
    [Node("Watch")]
    public static string Watch(Flame flame, string with = "") => flame.Text + with;
}
