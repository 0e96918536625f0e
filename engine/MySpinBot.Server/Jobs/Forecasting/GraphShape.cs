using System.Text.Json;

namespace MySpinBot.Server.Jobs.Forecasting;

/// <summary>What kind of graph a document is: which node types there are in it and how many of each, as one number. Graphs of one shape take about as long as each other.</summary>
internal static class GraphShape
{
    /// <summary>The shape of a document; never 0. One that is no JSON has the shape of what could be read of it.</summary>
    public static ulong Of(ReadOnlySpan<byte> document)
    {
        var sum = 1UL;
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = 1024, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("class_type"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    // Added up, so that the order of the nodes does not count.
                    sum += Hash(reader.ValueSpan);
                }
            }
        }
        catch (JsonException)
        {
            // The run will say what is wrong with it.
        }

        return sum == 0 ? 1 : sum;
    }

    // FNV-1a, and the finaliser of MurmurHash3: sums of it do not meet by chance. Kept over restarts, so it is not the runtime's own, which changes.
    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in text)
        {
            hash = (hash ^ one) * 1099511628211;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        return hash ^ (hash >> 33);
    }
}
