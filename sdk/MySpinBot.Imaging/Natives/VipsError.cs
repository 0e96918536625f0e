namespace MySpinBot.Imaging;

/// <summary>libvips refused; the message is its own. Never leaves this assembly: callers turn it into a sentence about the file or the text at hand.</summary>
internal sealed class VipsError : Exception
{
    internal VipsError()
        : base(VipsOperation.TakeErrors())
    {
    }
}
