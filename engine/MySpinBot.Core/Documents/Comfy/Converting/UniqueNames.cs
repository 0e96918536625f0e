namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>Gives names that no other has: a number is put behind those that are taken.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    public string Take(string wanted)
    {
        if (_taken.Add(wanted))
        {
            return wanted;
        }

        var number = _next.GetValueOrDefault(wanted, 2);
        string unique;
        do
        {
            unique = $"{wanted} {number++}";
        }
        while (!_taken.Add(unique));
        _next[wanted] = number;
        return unique;
    }
}
