namespace MySpinBot.Diffusion;

/// <summary>A few linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves <paramref name="matrix"/> · x = <paramref name="right"/> by elimination with row exchange. Overwrites both; the solution is in <paramref name="right"/>.</summary>
    public static void Solve(double[,] matrix, Span<double> right)
    {
        var size = right.Length;
        for (var column = 0; column < size; column++)
        {
            var best = column;
            for (var row = column + 1; row < size; row++)
            {
                best = Math.Abs(matrix[row, column]) > Math.Abs(matrix[best, column]) ? row : best;
            }

            for (var k = 0; k < size; k++)
            {
                (matrix[column, k], matrix[best, k]) = (matrix[best, k], matrix[column, k]);
            }

            (right[column], right[best]) = (right[best], right[column]);
            for (var row = column + 1; row < size; row++)
            {
                var factor = matrix[row, column] / matrix[column, column];
                for (var k = column; k < size; k++)
                {
                    matrix[row, k] -= factor * matrix[column, k];
                }

                right[row] -= factor * right[column];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < size; k++)
            {
                right[row] -= matrix[row, k] * right[k];
            }

            right[row] /= matrix[row, row];
        }
    }
}
