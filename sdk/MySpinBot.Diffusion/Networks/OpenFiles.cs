namespace MySpinBot.Diffusion;

/// <summary>What a model reads its weights from; the last opened is closed first.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly Stack<IDisposable> _files = new();

    public T Add<T>(T file)
        where T : IDisposable
    {
        _files.Push(file);
        return file;
    }

    public void Dispose()
    {
        while (_files.TryPop(out var file))
        {
            file.Dispose();
        }
    }
}
