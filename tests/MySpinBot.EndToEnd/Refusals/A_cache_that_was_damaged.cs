namespace MySpinBot.EndToEnd.Refusals;

/// <summary>A cache is never trusted: what is damaged is made again, and the result is right.</summary>
public sealed class A_cache_that_was_damaged : IDisposable
{
    private const string Graph = """
        { "version": 1, "nodes": {
            "words": { "class_type": "TextRepeat", "inputs": { "text": "0123456789", "times": 20000 } },
            "save":  { "class_type": "SaveText", "inputs": { "text": {"from": "words"}, "filename_prefix": "words", "numbered": false } } } }
        """;

    private readonly Workplace _place = new();

    [Theory]
    [InlineData("truncated")]
    [InlineData("altered")]
    [InlineData("emptied")]
    public async Task Gives_the_right_result_all_the_same(string how)
    {
        var graph = _place.Write("graph.json", Graph);
        (await _place.RunAsync("run", graph)).ExitCode.ShouldBe(0);
        var saved = Path.Combine(_place.Out, _place.Saved.Single());
        var right = await File.ReadAllBytesAsync(saved);
        File.Delete(saved);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_place.Folder, "cache"), "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0))
        {
            Damage(file, how);
        }

        var ended = await _place.RunAsync("run", graph);

        ended.ExitCode.ShouldBe(0, ended.All);
        (await File.ReadAllBytesAsync(saved)).ShouldBe(right);
    }

    public void Dispose() => _place.Dispose();

    private static void Damage(string file, string how)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        switch (how)
        {
            case "truncated":
                stream.SetLength(stream.Length / 2);
                break;
            case "emptied":
                stream.SetLength(0);
                break;
            default:
                stream.Position = stream.Length / 2;
                var old = stream.ReadByte();
                stream.Position--;
                stream.WriteByte((byte)(old ^ 0x55));
                break;
        }
    }
}
