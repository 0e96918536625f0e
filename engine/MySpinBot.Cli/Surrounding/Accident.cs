using System.Globalization;

namespace MySpinBot.Cli.Surrounding;

/// <summary>What is said when something happened that nobody foresaw: one sentence for the person, the details in a file for those who mend it.</summary>
internal static class Accident
{
    public static string Tell(Exception exception, Surroundings surroundings)
        => exception switch
        {
            // The world's fault, not the program's: a full disk, a folder that may not be written.
            IOException or UnauthorizedAccessException => $"This did not work: {exception.Message}",
            _ => $"Something went wrong that should not: {exception.Message} This is a bug. {Kept(exception, surroundings)}",
        };

    private static string Kept(Exception exception, Surroundings surroundings)
    {
        try
        {
            var folder = Path.Combine(new Places(surroundings.Variable).State, "accidents");
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, surroundings.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture) + ".log");
            File.WriteAllText(path, $"{Environment.CommandLine}{Environment.NewLine}{exception}{Environment.NewLine}");
            return $"The details are in {path}.";
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            return $"The details: {exception}";
        }
    }
}
