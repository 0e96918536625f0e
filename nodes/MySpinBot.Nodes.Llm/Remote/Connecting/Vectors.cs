using System.Text.Json;
using MySpinBot.Nodes.Llm.Remote.Failing;
using MySpinBot.Sdk;
using AI = Microsoft.Extensions.AI;

namespace MySpinBot.Nodes.Llm.Remote.Connecting;

/// <summary>Vectors that another server sent: not believed before they are looked at.</summary>
internal static class Vectors
{
    private const int Longest = 65_536;

    /// <summary>Reads one.</summary>
    /// <exception cref="RemoteFault">It is none.</exception>
    public static float[] Read(JsonElement numbers, OutboundTarget target)
    {
        if (numbers.ValueKind != JsonValueKind.Array || numbers.GetArrayLength() is 0 or > Longest)
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} sent something that is no vector.");
        }

        var (vector, at) = (new float[numbers.GetArrayLength()], 0);
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out vector[at]) || !float.IsFinite(vector[at]))
            {
                throw new RemoteFault($"{ServerSaid.Who(target)} sent a vector with something in it that is no number.");
            }

            at++;
        }

        return vector;
    }

    /// <summary>All of them, of one length each.</summary>
    /// <exception cref="RemoteFault">Some are missing, or their lengths differ.</exception>
    public static AI.GeneratedEmbeddings<AI.Embedding<float>> Checked(float[]?[] vectors, OutboundTarget target, long tokens)
    {
        if (Array.Exists(vectors, vector => vector is null || vector.Length != vectors[0]!.Length))
        {
            throw new RemoteFault($"{ServerSaid.Who(target)} did not send one vector of one length for each of the {vectors.Length} texts.");
        }

        return new AI.GeneratedEmbeddings<AI.Embedding<float>>(vectors.Select(vector => new AI.Embedding<float>(vector))) { Usage = new AI.UsageDetails { InputTokenCount = tokens } };
    }
}
