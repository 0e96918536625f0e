using System.Globalization;

namespace MySpinBot.Runtime.Working;

/// <summary>What the system says of a process.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">What it does: <c>R</c>, <c>S</c>, <c>T</c> for stopped, <c>Z</c> for one that has ended.</param>
/// <param name="Parent">Who started it.</param>
/// <param name="Group">Its process group.</param>
/// <param name="StartedAt">When it was started, in ticks since the machine was. Together with the number it names a process for good.</param>
internal readonly record struct ProcessFacts(int Id, char State, int Parent, int Group, ulong StartedAt)
{
    private const int StartField = 19;

    /// <summary>Whether it still does anything.</summary>
    public bool IsAlive => State is not ('Z' or 'X');

    /// <summary>The process of this number; null where there is none.</summary>
    public static ProcessFacts? Of(int id)
    {
        try
        {
            // "ID (name, in which anything may stand) state parent group …"
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessFacts(id, fields[0][0], Number(fields[1]), Number(fields[2]), ulong.Parse(fields[StartField], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes that can be seen.</summary>
    public static List<ProcessFacts> All()
    {
        var all = new List<ProcessFacts>();
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Of(id) is { } facts)
            {
                all.Add(facts);
            }
        }

        return all;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
