using System.Text;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>Makes forms: a file, what goes with it, and now and then parts that are named as nobody would.</summary>
internal sealed class Forms(SchemaValues values, Random random)
{
    private static readonly string[] Fields = ["folder", "subfolder", "type", "overwrite", "original_ref", "path"];
    private static readonly string[] Files = ["some.bin", "a.png", "a/b.png", "film.mp4", "x.safetensors"];

    /// <summary>A form with a file.</summary>
    public MultipartFormDataContent Make(byte[] file)
    {
        var form = new MultipartFormDataContent();
        Add(form, file, random.Next(6) switch { 0 => Odd(), 1 or 2 => "image", _ => "file" }, random.Next(3) == 0 ? Odd() : Files[random.Next(Files.Length)]);
        for (var i = Math.Max(0, random.Next(-3, 4)); i > 0; i--)
        {
            Add(form, Encoding.UTF8.GetBytes(random.Next(2) == 0 ? values.AnyText() : "input"), random.Next(6) == 0 ? Odd() : Fields[random.Next(Fields.Length)], null);
        }

        return form;
    }

    // Not by the typed header: that sends no names with quotes, and others do.
    private static void Add(MultipartFormDataContent form, byte[] bytes, string name, string? file)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{name}\"{(file is null ? "" : $"; filename=\"{file}\"")}");
        form.Add(part);
    }

    private string Odd() => new([.. values.AnyText().Where(letter => letter is >= ' ' and <= '~')]);
}
