namespace MySpinBot.Nodes.Basics.Text;

/// <summary>Separators as people type them into a one-line field.</summary>
internal static class Separators
{
    /// <summary>Reads <c>\n</c>, <c>\r</c>, <c>\t</c> and <c>\\</c>; any other backslash stands for itself.</summary>
    public static string Read(string typed)
    {
        if (!typed.Contains('\\', StringComparison.Ordinal))
        {
            return typed;
        }

        var read = new System.Text.StringBuilder(typed.Length);
        for (var i = 0; i < typed.Length; i++)
        {
            var next = typed[i] == '\\' && i + 1 < typed.Length ? typed[i + 1] : '\0';
            var meant = next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '\\' => '\\', _ => '\0' };
            read.Append(meant == '\0' ? typed[i] : meant);
            i += meant == '\0' ? 0 : 1;
        }

        return read.ToString();
    }
}
