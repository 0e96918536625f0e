using System.Text;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Keeps plugins off the host's console: what a call writes there goes to its log; what is written outside of calls passes through.
/// Natives that write to the descriptors themselves are beyond its reach.</summary>
public static class ConsoleCapture
{
    private static readonly Lock Gate = new();
    private static bool _installed;

    /// <summary>Puts the capture between this process and its console, which is one for the whole process. Later calls change nothing.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (!_installed)
            {
                Console.SetOut(new Router(Console.Out, scope => scope.Output));
                Console.SetError(new Router(Console.Error, scope => scope.Error));
                _installed = true;
            }
        }
    }

    private sealed class Router(TextWriter console, Func<CallScope, LineBuffer> target) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (CallScope.Current is { } scope)
            {
                target(scope).Append(buffer);
            }
            else
            {
                console.Write(buffer);
            }
        }

        public override void WriteLine() => Write(CoreNewLine);

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Flush() => console.Flush();
    }
}
